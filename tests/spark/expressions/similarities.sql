select n, {{ text_similarity('one', 'other') }} as similarity from pairs
