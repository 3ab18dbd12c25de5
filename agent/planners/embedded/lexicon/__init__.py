"""The words by which needs, things, deeds and limits are recognised: data, in the field's and in lay people's English."""
