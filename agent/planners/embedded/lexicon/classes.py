"""Classes of words that cues refer to as `<name>`: what people upload, who people are, what machines are called."""

CLASSES: dict[str, str] = {
    "image": "image photo photograph picture avatar thumbnail selfie screenshot snapshot logo artwork drawing jpeg jpg png",
    "doc": "document pdf invoice receipt form contract letter statement paper claim passport certificate scan paperwork"
    " transcript cv resume licence license bill questionnaire",
    "video": "video clip movie footage film episode livestream lecture trailer",
    "audio": "audio call recording voice podcast speech meeting voicemail song track interview conversation dictation",
    "data": "csv spreadsheet excel xml json parquet zip extract dump dataset log",
    "person": "user customer member client shopper buyer visitor guest student teacher patient doctor employee citizen"
    " player driver rider subscriber admin administrator staff people person parent fan viewer reader editor author"
    " technician resident traveller traveler passenger seller vendor merchant host donor volunteer applicant candidate"
    " nurse clinician analyst manager team operator agent supplier learner tutor coach therapist owner tenant friend"
    " consumer developer engineer partner creator freelancer broker trader investor farmer",
    "device": "device sensor meter machine gateway vehicle truck car tracker wearable thermostat camera robot drone"
    " turbine pump appliance equipment beacon scooter bike elevator lift plc controller inverter panel fridge freezer"
    " tractor container ship monitor watch probe hardware",
    "message": "message event notification record job task request order item transaction payload webhook",
    "service": "team service microservice system component module application department app consumer subscriber",
    "partner": "partner provider supplier vendor bank carrier courier gateway processor insurer third-party acquirer"
    " marketplace reseller agency contractor",
    "period": "night day week hour month morning midnight quarter evening sunday monday friday weekend minute year",
    "often": "every each =nightly =daily =weekly =hourly =monthly periodically regularly scheduled recurring =quarterly =yearly",
    "entity": "order product customer cart user account profile booking reservation ticket task project comment post note"
    " recipe article listing property course lesson student patient appointment invoice payment subscription plan tenant"
    " employee item inventory stock catalog catalogue menu event contact lead case claim policy device vehicle trip route"
    " shipment delivery parcel warehouse supplier review rating message game match team player score quiz question answer"
    " survey vote poll donation campaign document record prescription form application job candidate asset budget expense"
    " transaction wallet card transfer todo reminder calendar meeting room session schedule shift timesheet contract bid"
    " auction offer coupon discount photo album playlist song movie book loan member membership club group group chat",
    "store": "store save persist keep record hold write track remember maintain",
    "send": "send deliver push notify alert inform tell email mail text message remind warn announce",
    "process": "process handle transform convert parse validate analyse analyze enrich crunch compute calculate"
    " extract classify clean =normalise =normalize =normalised =normalized resize check",
}
"""Class name to its words; cues stem them. `<file>` is the union of what can be uploaded."""

CLASSES["file"] = (
    "file attachment media upload object asset "
    + CLASSES["image"]
    + " "
    + CLASSES["doc"]
    + " "
    + CLASSES["video"]
    + " "
    + CLASSES["audio"]
    + " "
    + CLASSES["data"]
)
