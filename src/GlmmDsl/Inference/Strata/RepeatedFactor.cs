using System.Collections.Immutable;
using GlmmDsl.Formulas;

namespace GlmmDsl.Inference.Strata;

/// <summary>A factor of a repeated-measures design.</summary>
/// <param name="Variable">The variable.</param>
/// <param name="Levels">The levels that occur, in order.</param>
/// <param name="Codes">For each row, or for each subject where the factor is between subjects, the index of its level.</param>
internal sealed record RepeatedFactor(Variable Variable, ImmutableArray<string> Levels, int[] Codes)
{
    /// <summary>R's label.</summary>
    public string Name => Variable.Label;
}
