"""The lecture page: film, click-through, transcript, figures and numbers, in a page without any network."""
