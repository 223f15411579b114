using GlmmDsl.Fitting.Columns;

namespace GlmmDsl.Fitting.Linear.Criteria;

/// <summary>
/// How much rounding can have moved the criterion. The factorisation subtracts from a column's square the part that earlier columns explain, so the
/// remainder carries the rounding of the square: relative to the remainder, ε·(square before)/(square left).
/// </summary>
/// <param name="Criterion">The estimate, in units of the criterion.</param>
/// <param name="Column">The column that contributes most: its index among the kept ones, or −1 for the response.</param>
internal readonly record struct CriterionRounding(double Criterion, int Column)
{
    private const double Epsilon = 2.2204460492503131e-16;

    /// <summary>An estimate above this is worth a notice.</summary>
    public const double Noticeable = 1e-5;

    /// <summary>Estimates it.</summary>
    /// <param name="system">The cross-products in internal columns.</param>
    /// <param name="basis">The columns, for the response of the system.</param>
    /// <param name="found">The optimum.</param>
    /// <param name="reml">Whether REML is used, whose criterion alone has log|R_X|²; otherwise ML.</param>
    public static CriterionRounding Of(LinearSystem system, FixedPart basis, DifferentiatedPoint found, bool reml)
    {
        double[] inflation = basis.Inflation(system.FixedBlock, found.FixedInverse);
        double rounding = Epsilon * (system.RowCount - (reml ? system.Rank : 0)) * basis.ResponseSquare(system.FixedBlock) / found.ResidualSquare;
        double largest = rounding;
        int column = -1;
        for (int j = 0; j < inflation.Length; j++)
        {
            double own = Epsilon * inflation[j];
            rounding += reml ? own : 0;
            if (own > largest)
            {
                (largest, column) = (own, j);
            }
        }

        return new CriterionRounding(Math.Max(rounding, largest), column);
    }
}
