"""Amazon Rekognition: images and minutes of video."""

from __future__ import annotations

from tools.cost.forms.model import Charge, Form, count

FIELDS = (
    count("images", "images, for each API called on one", "image", "image_group2", "pictures", "requests", ""),
    count("video_minutes", "minutes of video", "minutes", "video_label_minutes"),
)
CHARGES = (
    Charge("image_group2", "Images", ("images",)),
    Charge("video_label_minute", "Video", ("video_minutes",)),
)

FORM = Form("rekognition", FIELDS, CHARGES)
