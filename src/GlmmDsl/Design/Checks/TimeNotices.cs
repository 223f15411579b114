using System.Globalization;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design.Checks;

/// <summary>The notice of structures over time whose times are numbers at unequal distances.</summary>
internal static class TimeNotices
{
    /// <summary>Distances that differ by more than this share of the smallest are unequal.</summary>
    private const double Tolerance = 1e-6;

    private const int MostTimes = 6;

    /// <summary>Adds the notice for each such term.</summary>
    /// <param name="terms">The random-effects terms.</param>
    /// <param name="notices">Receives the notices.</param>
    public static void Add(IReadOnlyList<RandomEffectsTerm> terms, List<Notice> notices)
    {
        foreach (RandomEffectsTerm term in terms)
        {
            if (term.Structure is not (CovarianceStructure.Autoregressive or CovarianceStructure.HeterogeneousAutoregressive or CovarianceStructure.Toeplitz or CovarianceStructure.HomogeneousToeplitz))
            {
                continue;
            }

            string name = term.Source.Terms[0].Factors[0].Variable.Variable.Name, structure = StructureNames.Of(term.Structure);
            string[] times = [.. term.ColumnNames.Where(c => c.StartsWith(name, StringComparison.Ordinal)).Select(c => c[name.Length..])];
            double[] values = [.. times.Select(t => double.TryParse(t, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN)];
            if (times.Length < term.Width || !AreUnequal(values))
            {
                continue;
            }

            string shown = string.Join(", ", times.Take(MostTimes)) + (times.Length > MostTimes ? ", …" : "");
            notices.Add(new Notice(
                NoticeId.UnequalTimes,
                $"The times {shown} of '{name}' are not equally spaced, and {structure}(..) takes them as consecutive: neighbours are as strongly correlated over a long time as over a short one. Write us(..) where there are few times, or a column of times that are equally spaced.",
                [name]));
        }
    }

    private static bool AreUnequal(double[] values)
    {
        double first = values[1] - values[0], smallest = double.PositiveInfinity, largest = double.NegativeInfinity;
        for (int i = 1; i < values.Length; i++)
        {
            double distance = values[i] - values[i - 1];
            (smallest, largest) = (Math.Min(smallest, distance), Math.Max(largest, distance));
        }

        // A level that is no number makes both not a number.
        return first != 0 && largest - smallest > Tolerance * Math.Abs(smallest);
    }
}
