"""Addresses: the demo's own first, then the workbench's, whose handlers and resources the blocks use."""

from django.urls import include, path

from . import views

urlpatterns = [
    path("", views.door, name="demo_door"),
    path("unit/<str:number>/", views.unit, name="demo_unit"),
    # The workbench's own page of a unit has no course around it.
    path("scenario/<str:scenario>/", views.scenario),
    path("beside/", views.beside, name="demo_beside"),
    path("studio/<str:number>/", views.studio, name="demo_studio"),
    path("studio/<str:number>/edit/", views.editor, name="demo_editor"),
    # The workbench would load its own scenarios after a reset, and this course would be gone.
    path("reset_state", views.no_reset),
    path("", include("workbench.urls")),
]
