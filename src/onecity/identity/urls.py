from django.urls import path

from onecity.identity import views

urlpatterns = [path("resume/", views.resume, name="resume")]
