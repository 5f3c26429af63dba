select
    n,
    {{ whole_text('number') }} as whole_text,
    case when abs(number) < 1e13 then {{ percent_text('number / 1e7') }} end as percent_text,
    case when abs(number) < 1e12 then round(number / 1e7, 9) end as rounded,
    {{ json_object({'number': 'number', 'small': 'number / 1e7', 'int': 'n', 'list': list_concat(text_list(['a']), text_list(['"']))}) }} as document,
from doubles
