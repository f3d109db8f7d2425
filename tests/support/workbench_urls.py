"""The addresses of the workbench that a block asks for, without the admin the workbench's own list brings."""

from django.urls import re_path
from workbench import views

urlpatterns = [
    re_path(r"^scenario/(?P<scenario_id>[^/]+)/$", views.show_scenario, name="workbench_show_scenario"),
    re_path(r"^handler/(?P<usage_id>[^/]+)/(?P<handler_slug>[^/]*)(?:/(?P<suffix>.*))?$", views.handler, name="handler"),
    re_path(r"^resource/(?P<block_type>[^/]+)/(?P<resource>.*)$", views.package_resource, name="package_resource"),
]
