"""Confidence of a T5 answer, step by step.

# bug: the generate() scores are added as log-probabilities; they are logits.
"""
from transformers import T5ForConditionalGeneration, T5Tokenizer

NAME = "google/flan-t5-base"
tok = T5Tokenizer.from_pretrained(NAME)
net = T5ForConditionalGeneration.from_pretrained(NAME)


def answer_with_logprob(question):
    enc = tok(question, return_tensors="pt")
    gen = net.generate(enc.input_ids, attention_mask=enc.attention_mask, max_length=40, do_sample=False,
                       return_dict_in_generate=True, output_scores=True)
    ids = gen.sequences[0][1:]          # drop the decoder start token
    logprob = 0.0
    for step, token in zip(gen.scores, ids):
        logprob += step[0, token].item()  # expect: SEQ112|SEQ101
    return tok.decode(ids, skip_special_tokens=True), logprob  # expect-near: SEQ112|SEQ101


if __name__ == "__main__":
    for q in ("Who wrote Faust?", "What is the capital of Peru?"):
        print(answer_with_logprob(q))
