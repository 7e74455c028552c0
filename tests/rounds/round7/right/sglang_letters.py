"""Letter log-probs from SGLang, keyed by token id; a letter that is not listed stays unknown."""
import requests
from transformers import AutoTokenizer


class Letters:
    def __init__(self, url, ckpt, names="ABCD"):
        tk = AutoTokenizer.from_pretrained(ckpt)
        self.url = url
        self.ids = {}
        for c in names:
            enc = tk.encode(c, add_special_tokens=False)
            if len(enc) != 1:
                raise ValueError(f"{c} is {len(enc)} tokens")
            self.ids[c] = enc[0]

    def query(self, prompt, k=20):
        r = requests.post(
            self.url,
            json={
                "text": prompt,
                "sampling_params": {"max_new_tokens": 1, "temperature": 0},
                "return_logprob": True,
                "top_logprobs_num": k,
            },
            timeout=60,
        )
        r.raise_for_status()
        top = r.json()["meta_info"]["output_top_logprobs"][0]
        seen = {tid: lp for lp, tid, _ in top}
        return {c: seen[t] if t in seen else None for c, t in self.ids.items()}

    def choose(self, prompt):
        known = {c: v for c, v in self.query(prompt).items() if v is not None}
        if not known:
            return None
        return max(known, key=known.get)
