"""Where the shared pages answer."""

from __future__ import annotations

from django.urls import path

from xiezhi.pages import act, drafts, elder, matter, papers, suggest, transfer, versions, viewer

app_name = "pages"
urlpatterns = [
    path("elder/", elder.switch, name="elder"),
    path("draft/", drafts.autosave, name="autosave"),
    path("uploads/", transfer.create, name="uploads"),
    path("uploads/<uuid:id>/", transfer.part, name="part"),
    path("suggest/cause/", suggest.cause, name="cause"),
    path("suggest/court/", suggest.court, name="court"),
    path("open/<str:procedure>/<slug:act>/", act.open_page, name="open"),
    path("m/<uuid:id>/", matter.matter_page, name="matter"),
    path("m/<uuid:id>/do/<slug:act>/", act.act_page, name="act"),
    path("m/<uuid:id>/versions/<slug:act>/", versions.versions_page, name="versions"),
    path("m/<uuid:id>/package/", papers.package, name="package"),
    path("m/<uuid:id>/file/", viewer.volume_page, name="volume"),
    path("m/<uuid:id>/file/arrange/", viewer.arrange, name="arrange"),
    path("doc/<uuid:id>/<str:key>/p/<int:n>/", viewer.doc_page, name="doc"),
    path("doc/<uuid:id>/<str:key>/p/<int:n>/picture", viewer.doc_picture, name="picture"),
    path("doc/<uuid:id>/<str:key>/p/<int:n>/notes", viewer.note, name="note"),
    path("m/<uuid:id>/papers/<str:key>/", papers.paper_page, name="paper"),
]
