def gather(found, local, **more):
    return {"postgresql": found, "sqlite": local, **more}


def written(whole):
    return ""
