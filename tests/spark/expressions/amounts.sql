select
    n,
    {{ finite_double('text') }} as finite_double,
    {{ amount('text') }} as amount,
    case when abs({{ finite_double('text') }}) < 1e18 then {{ whole_number(finite_double('text')) }} end as whole_number,
from numbers
