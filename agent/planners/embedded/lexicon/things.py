"""Things businesses talk about, the fields such things usually have, and the people and machines that use them."""

ENTITIES: dict[str, str] = {
    "order": "customerId status total:money items currency placedAt",
    "product": "name description price:money category imageUrl stock:integer",
    "item": "name description price:money category",
    "customer": "name email phone address",
    "user": "name email",
    "account": "ownerId status balance:money",
    "member": "name email joinedAt",
    "cart": "customerId items total:money expiresAt",
    "booking": "customerId resourceId status startsAt endsAt price:money",
    "reservation": "customerId resourceId status startsAt endsAt",
    "flight": "departureCity arrivalCity departsAt arrivesAt price:money seats:integer",
    "ticket": "title description status priority assigneeId",
    "task": "title status dueDate assigneeId",
    "todo": "title isDone:boolean dueDate",
    "project": "name status ownerId",
    "comment": "authorId text parentId",
    "post": "authorId title body publishedAt",
    "note": "title body",
    "article": "title body authorId publishedAt",
    "recipe": "title ingredients:list steps:list authorId",
    "listing": "title description price:money location sellerId",
    "property": "address price:money bedrooms:integer ownerId",
    "course": "title description teacherId",
    "student": "name email courseId",
    "lesson": "courseId title videoUrl",
    "patient": "name birthDate phone insuranceNumber",
    "appointment": "patientId clinicianId startsAt status",
    "prescription": "patientId medication dose issuedAt",
    "admission": "patientId ward admittedAt status",
    "invoice": "customerId number amount:money dueDate status",
    "payment": "orderId amount:money currency status method",
    "refund": "paymentId amount:money reason status",
    "subscription": "customerId planId status renewsAt",
    "plan": "name price:money limits:object",
    "tenant": "name planId status",
    "employee": "name email department",
    "inventory": "sku quantity:integer location",
    "stock": "sku quantity:integer warehouseId",
    "shipment": "orderId carrier trackingNumber status",
    "delivery": "orderId address status scheduledAt",
    "parcel": "trackingNumber status location",
    "review": "authorId productId rating:integer text",
    "rating": "authorId subjectId score:integer",
    "game": "name status players:list",
    "match": "players:list status score",
    "player": "name score:integer level:integer",
    "score": "playerId points:integer achievedAt",
    "quiz": "title questions:list",
    "question": "text answers:list",
    "survey": "title questions:list closesAt",
    "vote": "pollId optionId voterId",
    "poll": "question options:list closesAt",
    "donation": "donorId amount:money campaignId",
    "campaign": "name goal:money startsAt endsAt",
    "application": "applicantId status submittedAt",
    "loan": "applicantId amount:money status term:integer",
    "claim": "policyNumber amount:money status incidentDate",
    "policy": "holderId number premium:money startsAt",
    "candidate": "name email stage",
    "job": "type status priority:integer input:object result:object",
    "asset": "name location status value:money",
    "expense": "employeeId amount:money category receiptUrl",
    "transaction": "accountId amount:money type status",
    "trade": "symbol side quantity:number price:money accountId status",
    "portfolio": "ownerId positions:list value:money",
    "quote": "symbol bid:money ask:money quotedAt",
    "transfer": "fromAccountId toAccountId amount:money status",
    "wallet": "ownerId balance:money",
    "reminder": "userId text remindAt",
    "meeting": "title startsAt attendees:list roomId",
    "room": "name capacity:integer location",
    "shift": "employeeId startsAt endsAt",
    "timesheet": "employeeId week hours:number",
    "contract": "partyId startsAt endsAt status",
    "bid": "auctionId bidderId amount:money",
    "auction": "title sellerId endsAt currentPrice:money",
    "offer": "title price:money validUntil",
    "coupon": "code discount:number expiresAt",
    "photo": "ownerId key width:integer height:integer takenAt",
    "image": "ownerId key width:integer height:integer",
    "avatar": "userId bucket key versionId width:integer height:integer",
    "video": "ownerId key title duration:number status",
    "document": "ownerId key title status",
    "receipt": "merchant total:money date key",
    "album": "ownerId title",
    "playlist": "ownerId title tracks:list",
    "song": "title artist duration:number",
    "movie": "title genre releaseYear:integer",
    "book": "title author isbn",
    "event": "title startsAt location",
    "venue": "name address capacity:integer",
    "device": "serialNumber model status lastSeenAt",
    "sensor": "deviceId type unit",
    "reading": "deviceId metric value:number measuredAt",
    "measurement": "deviceId metric value:number measuredAt",
    "alert": "deviceId severity message raisedAt",
    "vehicle": "plate model status location",
    "driver": "name licence status location",
    "trip": "driverId riderId startedAt endedAt fare:money",
    "ride": "driverId riderId pickup dropoff status fare:money",
    "route": "origin destination distance:number",
    "warehouse": "name address",
    "supplier": "name email rating:number",
    "merchant": "name status settlementAccount",
    "message": "conversationId senderId text sentAt",
    "conversation": "participants:list lastMessageAt",
    "contact": "name email phone company",
    "lead": "name email source status",
    "report": "type period status url",
    "case": "title status ownerId priority",
    "incident": "title severity status openedAt",
    "team": "name members:list",
    "profile": "userId name photoUrl bio",
    "link": "slug targetUrl clicks:integer expiresAt",
    "url": "slug targetUrl clicks:integer expiresAt",
    "deal": "title brandId price:money endsAt",
    "brand": "name website",
    "point": "customerId points:integer reason",
    "catalog": "name version",
    "medication": "name dose schedule",
    "result": "subjectId value status reportedAt",
    "permit": "applicantId type status issuedAt",
    "license": "holderId type validUntil",
    "feedback": "authorId text sentiment",
    "submission": "authorId key status score:number",
    "grade": "studentId assignmentId score:number",
    "assignment": "courseId title dueDate",
    "meter": "serialNumber address tariff",
    "store": "name address",
    "menu": "restaurantId items:list",
    "restaurant": "name address cuisine",
    "crop": "fieldId type plantedAt",
    "animal": "name species status",
}
"""Singular noun to its usual fields, `name:type`; types left out follow from the name."""

NOT_ENTITIES = frozenset(
    (
        "event message item user result report job question account image case team point project warehouse shift"
        " contract"
    ).split()
)
"""Words that name an entity only when they are clearly managed; most often they mean something else."""

PLACES = frozenset(
    (
        "shop store site location hospital school company organisation organization household restaurant branch clinic"
        " warehouse farm building factory plant office manufacturer dealer installation station"
        " garage salon gym library bakery pharmacy practice university club family municipality"
    ).split()
)
"""Where people are: so many of them in a time are no traffic."""

COUNTED = PLACES | frozenset("tenant product sku connection people person account endpoint team locker".split())
"""What else a population may be made of."""

OBJECT_KB: dict[str, float] = {
    "video": 200_000.0, "footage": 200_000.0, "audio": 20_000.0, "recording": 20_000.0, "image": 2_000.0,
    "photo": 3_000.0, "avatar": 1_500.0,
}  # fmt: skip
"""Usual sizes of what is handed in, in kilobytes."""

FLOWING = (
    "event message click reading record quote measurement telemetry impression position ping tick log datapoint point"
    " sample signal sign tweet metric update notification beacon bid trade packet observation"
)
"""What comes by itself, many a second."""

NOT_PEOPLE = frozenset(
    (
        "orders numbers papers servers containers counters filters layers letters answers offers transfers errors factors"
        " monitors doors floors colours colors computers printers headers registers chapters vouchers folders clusters"
        " workers brokers triggers buffers pointers covers dinners flowers powers towers rivers hours others tenders"
        " routers scanners readers trailers posters stickers timers plants grants restaurants variants participants"
        " constants fees trees degrees committees lists cookers speakers elevators tractors sectors editors parameters"
        " milliamperes meters metres litres characters identifiers wallpapers"
    ).split()
)
"""Plurals that end like words for people and are none."""

STANDING = (
    "bed chair seat table room shelf plant title show object product listing article item book recipe course channel"
    " playlist locker desk branch sku contract policy licence page screen record entry vehicle apartment document"
    " department language country subscription vertex house field tree"
)
"""What is there and does not come in: so many of them beside a rate have no rate of their own."""

HAPPENING = (
    "order booking reservation refund payment claim ticket trip ride delivery shipment parcel transaction trade transfer"
    " visit view click call message request query search login signup upload download check-in check-out scan report"
    " complaint submission donation vote bid purchase sale return rental pickup appointment admission result invoice"
    " event session play job letter mail email alert notification update reading change visitor loan fine quote swap case"
    " referral arrival departure approval repair inspection incident game match post comment review"
)
"""What comes in, by name; other nouns that end like deeds do too."""

NEVER_KEPT = frozenset(
    (
        "letter queue topic bucket table function stack state data cost latency infrastructure server access traffic"
        " load everything anything progress performance security capacity concurrency"
        " found"
    ).split()
)
"""What is managed without being a thing that a system keeps."""

ACTORS: dict[str, str] = {
    "customer": "person", "user": "person", "member": "person", "client": "person", "shopper": "person",
    "buyer": "person", "guest": "person", "student": "person", "teacher": "person", "patient": "person",
    "citizen": "person", "player": "person", "driver": "person", "rider": "person", "subscriber": "person",
    "parent": "person", "fan": "person", "viewer": "person", "reader": "person", "author": "person",
    "visitor": "person", "traveller": "person", "passenger": "person", "applicant": "person", "donor": "person",
    "trader": "person", "investor": "person", "resident": "person", "learner": "person", "seller": "person",
    "doctor": "staff", "nurse": "staff", "clinician": "staff", "employee": "staff", "admin": "staff",
    "administrator": "staff", "operator": "staff", "analyst": "staff", "manager": "staff", "agent": "staff",
    "technician": "staff", "editor": "staff", "reviewer": "staff", "moderator": "staff", "auditor": "staff",
    "partner": "partner", "supplier": "partner", "vendor": "partner", "merchant": "partner", "carrier": "partner",
    "courier": "partner", "bank": "partner", "insurer": "partner",
    "pupil": "person", "volunteer": "person", "lawyer": "staff", "clerk": "staff",
    "dentist": "staff", "receptionist": "staff", "curator": "staff", "reporter": "staff", "warden": "staff",
    "housekeeper": "staff", "dispatcher": "staff", "librarian": "staff", "expert": "staff", "supervisor": "staff",
    "grower": "person", "recipient": "person", "employer": "person",
    "device": "device", "sensor": "device", "meter": "device", "machine": "device", "vehicle": "device",
    "camera": "device", "wearable": "device", "thermostat": "device", "drone": "device", "tracker": "device",
    "inverter": "device", "turbine": "device", "pump": "device", "kiosk": "device", "turnstile": "device",
    "vessel": "device", "charger": "device", "buoy": "device",
}  # fmt: skip
"""Singular noun to the role it has towards the system."""
