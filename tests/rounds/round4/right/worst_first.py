"""Active learning: label the least certain texts first."""
import heapq


def mean_logprob(record):
    lps = record["token_logprobs"]
    return sum(lps) / max(len(lps), 1)


def least_confident(records, k):
    """The k records the model is least sure about."""
    return heapq.nsmallest(k, records, key=mean_logprob)


def most_surprising_token(tokens, surprisals):
    i = max(range(len(tokens)), key=surprisals.__getitem__)
    return tokens[i]
