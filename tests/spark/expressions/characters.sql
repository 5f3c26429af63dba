select
    n,
    {{ lower_case('text') }} as lower_case,
    {{ lower_case("'A' || text || 'B'") }} as lower_case_inside,
    {{ trimmed("text || 'a' || text", 'true') }} as trimmed,
    {{ folded("text || 'a' || text") }} as folded,
    {{ is_email("'a@' || text || '.de'") }} as is_email,
    {{ is_email("text || '@a.de'") }} as is_email_local,
    {{ number_text("'1' || text") }} as number_text,
    {{ timestamp_form("'2025-12-10T08:30:15' || text") }} as timestamp_form,
from characters
