from django.urls import path

from certificates.views import verify

app_name = "verify"
urlpatterns = [
    path("", verify.home, name="home"),
    # Anything at all may stand here: what can't be a code is answered like one nobody issued.
    path("<path:code>/", verify.code, name="code"),
]
