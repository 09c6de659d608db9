"""The telephone's addresses: for the provider, for desk phones, and for operators who listen."""

from django.urls import path

from onecity.telephone.views.cti import cti
from onecity.telephone.views.sounds import play, prompt
from onecity.telephone.views.voice import voice

urlpatterns = [
    path("voice/<slug:step>", voice, name="telephone-voice"),
    path("cti/<str:token>", cti, name="telephone-cti"),
    path("recordings/<uuid:recording_id>", play, name="telephone-recording"),
    path("prompts/<slug:language>/<slug:code>.wav", prompt, name="telephone-prompt"),
]
