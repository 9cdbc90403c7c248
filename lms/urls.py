"""Every address of the site. None carries a language prefix: the person's language decides."""

from django.conf import settings
from django.conf.urls.static import static
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from courses import activities
from lms import views

# Wagtail's own sign-in and password forms know no second factor and no rate limit: there is one
# door.
one_door = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns = [
    path("health/", views.health, name="health"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("admin/login/", one_door),
    path("admin/password_reset/", RedirectView.as_view(pattern_name="account_reset_password")),
    path("_util/login/", one_door),
    path("admin/", include(wagtailadmin_urls)),
    path("accounts/", include("allauth.urls")),
    path("documents/", include(wagtaildocs_urls)),
    path("learn/certificates/", include("certificates.urls")),
    path("learn/", include("courses.urls")),
    *[path("learn/", include(kind.urls)) for kind in activities.registry().values() if kind.urls],
    path("verify/", include("certificates.urls_verify")),
    path("panel/", include("scenarios.urls_panel")),
    path("manage/admin/people/", include("courses.people.urls")),
    path("manage/cases/", include("scenarios.urls_manage")),
    path("manage/", include("courses.compliance.urls")),
]

if settings.DEBUG:
    urlpatterns += [path("styleguide/", views.styleguide, name="styleguide")]
    urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)

urlpatterns += [path("", include(wagtail_urls))]

handler400 = "lms.views.bad_request"
handler403 = "lms.views.permission_denied"
handler404 = "lms.views.page_not_found"
handler500 = "lms.views.server_error"
