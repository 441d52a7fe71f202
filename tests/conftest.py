"""What all tests share."""

from hypothesis import settings

settings.register_profile("laws", deadline=None)  # a law holds however busy the machine is
settings.load_profile("laws")
