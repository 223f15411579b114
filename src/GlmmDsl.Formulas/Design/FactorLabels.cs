namespace GlmmDsl.Formulas;

/// <summary>What R appends to a variable's name for each of its columns.</summary>
public static class FactorLabels
{
    /// <summary>The labels of a variable's columns in a term.</summary>
    /// <param name="factor">The variable and its encoding.</param>
    /// <param name="levels">Gives a categorical variable's levels in order.</param>
    public static IReadOnlyList<string> Of(PlanFactor factor, Func<PlanVariable, IReadOnlyList<string>> levels) =>
        factor.Encoding switch
        {
            Encoding.Numeric => factor.Variable.Suffixes,
            Encoding.Indicators => levels(factor.Variable),
            _ => OfContrasts(factor.Coding, levels(factor.Variable)),
        };

    /// <summary>The labels of a factor's contrast columns: level names (treatment), numbers (sum, Helmert), <c>.L .Q .C ^4</c> (polynomial).</summary>
    /// <exception cref="ArgumentNullException">The levels are null.</exception>
    public static IReadOnlyList<string> OfContrasts(Coding coding, IReadOnlyList<string> levels)
    {
        Guard.NotNull(levels, nameof(levels));
        var labels = new string[Math.Max(levels.Count - 1, 0)];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = coding switch
            {
                Coding.Treatment => levels[i + 1],
                Coding.Polynomial => i switch { 0 => ".L", 1 => ".Q", 2 => ".C", _ => "^" + Invariant(i + 1) },
                _ => Invariant(i + 1),
            };
        }

        return labels;
    }

    private static string Invariant(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
