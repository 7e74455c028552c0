"""Turn faster-whisper / CTranslate2 scores back into total log-probabilities."""
import math

import ctranslate2


def total_logprob(result, length_penalty=1.0):
    """`scores[0]` is the sum over the hypothesis divided by its length ** penalty."""
    n = len(result.hypotheses[0])
    return result.scores[0] * n ** length_penalty


def segment_confidence(segment):
    """Geometric-mean token probability, as whisper reports its average."""
    return math.exp(segment.avg_logprob)


def translate(path, sources, penalty=0.6):
    engine = ctranslate2.Translator(path)
    rows = []
    for r in engine.translate_batch(sources, return_scores=True, length_penalty=penalty):
        rows.append({"tokens": r.hypotheses[0], "logprob": total_logprob(r, penalty)})
    return rows
