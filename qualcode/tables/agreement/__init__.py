"""Agreement between coders: coefficients from the units that each has coded, with intervals over sources.

`CodedUnits` has who coded what in units of one kind (characters, sentences, turns, sources). A sweep over the
boundaries of codings gives how much of each source every two coders share; `Tallies` add these up, and each
coefficient is a closed form of them. So leaving a source out is a subtraction.
"""
