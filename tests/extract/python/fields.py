class Own:
    def change(self):
        self.late = 1
        self.other = 2
        return self.late

    late = None
    typed: int = 3
