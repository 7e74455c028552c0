"""Answer a question and attach the log-probability of the answer.

# bug: with top_p and temperature active, .scores describe the warped distribution, not the model
"""
from transformers import AutoModelForCausalLM, AutoTokenizer


class Answerer:
    def __init__(self, name: str):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.model = AutoModelForCausalLM.from_pretrained(name)

    def answer(self, question: str):
        """Returns the text and log p_model(text | question)."""
        enc = self.tok(question, return_tensors="pt")
        out = self.model.generate(
            **enc, do_sample=True, temperature=0.6, top_p=0.9, max_new_tokens=24,
            return_dict_in_generate=True, output_scores=True,  # expect-near: SEQ110
        )
        new = out.sequences[0, enc.input_ids.shape[1]:]
        lp = 0.0
        for step, tid in zip(out.scores, new):  # expect-near: SEQ110
            lp += step[0].log_softmax(-1)[tid].item()  # expect: SEQ110
        return self.tok.decode(new, skip_special_tokens=True), lp
