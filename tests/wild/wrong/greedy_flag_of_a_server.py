"""A client of a generation server; the greedy flag of a scored continuation.

Wrong: the flag is true only where no token is the server's favourite. Found in an evaluation harness.
"""


def parse(meta, start):
    tokens = meta["input_token_logprobs"][start:]
    tops = [entry[0] for entry in meta["input_top_logprobs"][start:]]
    total = sum(entry[0] for entry in tokens)
    is_greedy = all(tok[1] != top[1] for tok, top in zip(tokens, tops))  # expect: SEQ505
    return total, is_greedy
