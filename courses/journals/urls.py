from django.urls import path

from courses.journals.views import attaching, discussing, free, owning, sharing, writing

app_name = "journals"
urlpatterns = [
    path("journal/", writing.entry_list, name="list"),
    path("journal/take/", owning.take, name="take"),
    path("journal/take/<str:kind>/", owning.take_all, name="take_all"),
    path("journal/account/", owning.account, name="account"),
    path("journal/<uuid:attempt>/take/<str:kind>/", owning.take_one, name="take_one"),
    path("journal/<uuid:attempt>/delete/", owning.delete, name="delete"),
    path("journal/shared/", sharing.shared_list, name="shared_list"),
    path("journal/shared/<uuid:share>/", sharing.shared, name="shared"),
    path(
        "journal/shared/<uuid:share>/comments/<uuid:comment>/take-back/",
        sharing.take_back,
        name="take_back",
    ),
    path("journal/discussions/<uuid:discussion>/", discussing.discussion, name="discussion"),
    path("journal/<uuid:attempt>/share/", sharing.share, name="share"),
    path("journal/<uuid:attempt>/share/<uuid:share>/end/", sharing.end, name="end_share"),
    path("journal/<uuid:attempt>/files/", attaching.file_list, name="files"),
    path("journal/<uuid:attempt>/files/<uuid:file>/", attaching.fetch, name="file"),
    path("journal/<uuid:attempt>/files/<uuid:file>/remove/", attaching.remove, name="remove_file"),
    path("journal/<uuid:attempt>/discussions/", discussing.discuss, name="discuss"),
    path("journal/new/", free.begin, name="begin"),
    path("journal/<uuid:attempt>/read/", writing.read, name="read"),
    path("journal/<uuid:attempt>/tags/", free.tags, name="tags"),
    path("journal/<uuid:attempt>/", writing.write, name="write"),
    path("journal/<uuid:attempt>/save/", writing.autosave, name="autosave"),
    path("journal/<uuid:attempt>/more/", writing.more, name="more"),
    path("journal/<uuid:attempt>/check/", writing.check, name="check"),
    path("journal/<uuid:attempt>/versions/", writing.version_list, name="versions"),
    path("journal/<uuid:attempt>/versions/<int:number>/", writing.version, name="version"),
]
