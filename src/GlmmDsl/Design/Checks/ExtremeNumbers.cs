using GlmmDsl.Data;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design.Checks;

/// <summary>
/// Refuses columns in units so extreme that squares of their numbers, and with them the covariance matrix of the estimates, are beyond double
/// precision: no scaling inside the engine could return that matrix in the user's units.
/// </summary>
internal static class ExtremeNumbers
{
    /// <summary>The largest number of a column lies between these; their squares, summed over 10⁷ rows, are normal numbers.</summary>
    public const double Smallest = 1e-145, Largest = 1e145;

    /// <summary>Refuses response, offset or columns of a design.</summary>
    /// <exception cref="ModelDataException">A column out of range; it is named.</exception>
    public static void Refuse(ModelMatrices matrices, string response)
    {
        Refuse(response, matrices.Response);
        if (matrices.Offset is { } offset)
        {
            Refuse("offset", offset);
        }

        for (int j = 0; j < matrices.FixedColumns.Length; j++)
        {
            if (!IsIndicator(matrices, j))
            {
                Refuse(matrices.FixedNames[j], matrices.FixedColumns[j]);
            }
        }

        foreach (RandomEffectsTerm term in matrices.Random)
        {
            for (int c = 0; c < term.Width; c++)
            {
                Refuse(term.ColumnNames[c], term.Columns[c] ?? []);
            }
        }
    }

    /// <summary>Refuses one column.</summary>
    /// <exception cref="ModelDataException">Its largest number is out of range.</exception>
    public static void Refuse(string name, double[] values)
    {
        double largest = 0;
        foreach (double value in values)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        if (largest is > Largest or (> 0 and < Smallest))
        {
            throw new ModelDataException(FormattableString.Invariant(
                $"The numbers of {ValueText.Quote(name)} reach {largest:0.#E+0}: their variances, which are squares of such numbers, are beyond double precision. Give them in other units, between {Smallest:0E+0} and {Largest:0E+0}."),
                name);
        }
    }

    private static bool IsIndicator(ModelMatrices matrices, int column) =>
        matrices.Plan.Fixed[matrices.FixedTermOfColumn[column]].Factors.All(f => f.Encoding != Encoding.Numeric);
}
