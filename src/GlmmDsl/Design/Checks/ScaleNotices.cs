using GlmmDsl.Formulas;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Design.Checks;

/// <summary>
/// Notices of numbers so far from zero, or so different in scale, that double precision loses digits which centring and scaling inside the
/// engine cannot bring back.
/// </summary>
internal static class ScaleNotices
{
    /// <summary>
    /// Largest |mean| in standard deviations. A double holds 16 digits; beyond 10⁷ at most 9 are left for the variation.
    /// </summary>
    public const double FarFromZero = 1e7;

    /// <summary>Largest ratio of two columns' standard deviations: the square root of what double precision resolves.</summary>
    public const double RatioOfScales = 1e8;

    /// <summary>Adds the notices of response and numeric predictors; interactions and factors are not checked.</summary>
    public static void Add(string response, double[] responseValues, DesignPlan plan, FixedEffectsColumns columns, List<Notice> notices)
    {
        (string Name, double Deviation)? smallest = null;
        (string Name, double Deviation)? largest = null;
        AddFar(response, responseValues, notices);
        for (int j = 0; j < columns.Columns.Length; j++)
        {
            PlanTerm term = plan.Fixed[columns.TermOfColumn[j]];
            if (term.Factors is not [{ Encoding: Encoding.Numeric }])
            {
                continue;
            }

            double deviation = AddFar(columns.Names[j], columns.Columns[j], notices);
            if (deviation > 0)
            {
                smallest = smallest is { } s && s.Deviation <= deviation ? s : (columns.Names[j], deviation);
                largest = largest is { } l && l.Deviation >= deviation ? l : (columns.Names[j], deviation);
            }
        }

        if (smallest is { } small && largest is { } large && large.Deviation / small.Deviation > RatioOfScales)
        {
            notices.Add(new Notice(
                NoticeId.ExtremeScale,
                FormattableString.Invariant($"The predictors '{large.Name}' and '{small.Name}' differ in scale by a factor of {large.Deviation / small.Deviation:0.#E+0}. Use units that bring them closer together, or scale(..)."),
                [large.Name, small.Name]));
        }
    }

    /// <summary>Adds a notice of an offset so large that the response less the offset has lost digits of the response.</summary>
    public static void AddOffset(string response, double[] responseValues, double[] offset, List<Notice> notices)
    {
        double mean = VectorKernels.Sum(responseValues) / responseValues.Length;
        double deviation = Math.Sqrt(VectorKernels.SumOfSquares(responseValues, mean) / Math.Max(1, responseValues.Length - 1));
        double largest = offset.Max(Math.Abs);
        if (largest > FarFromZero * deviation)
        {
            notices.Add(new Notice(
                NoticeId.ExtremeScale,
                FormattableString.Invariant($"The offset reaches {largest:0.#E+0}, {largest / deviation:0.#E+0} standard deviations of '{response}', so few digits of the response are left when it is subtracted. Check the offset; remove from it what is the same in every row."),
                ["offset", response]));
        }
    }

    private static double AddFar(string name, double[] values, List<Notice> notices)
    {
        double mean = VectorKernels.Sum(values) / values.Length;
        double deviation = Math.Sqrt(VectorKernels.SumOfSquares(values, mean) / (values.Length - 1));
        if (deviation > 0 && Math.Abs(mean) / deviation > FarFromZero)
        {
            notices.Add(new Notice(
                NoticeId.ExtremeScale,
                FormattableString.Invariant($"'{name}' lies {Math.Abs(mean) / deviation:0.#E+0} standard deviations from zero, so few of its digits vary. Subtract a constant near its mean from the data."),
                [name]));
        }

        return deviation;
    }
}
