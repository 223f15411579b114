using GlmmDsl.Covariance;
using GlmmDsl.Fitting.Generalized.Inner;
using GlmmDsl.Fitting.Generalized.Rows;

namespace GlmmDsl.Fitting.Generalized.Search;

/// <summary>
/// Starting values of θ from the model without random effects: for each column the variance that one scoring step from 0 gives,
/// (Σ gₗ² − Σ aₗ)/Σ aₗ² with g = Zᵀs and a the diagonal of ZᵀWZ; but at least a tenth of the variance at which a level is shrunk by half.
/// </summary>
internal static class ThetaStart
{
    private const double SmallestShare = 0.1;

    /// <summary>Internal θ of independent columns.</summary>
    /// <param name="inner">The inner problem solved at Λ = 0.</param>
    /// <param name="scales">Receives, for every parameter, the standard deviation at which a level is shrunk by half.</param>
    public static double[] Moments(InnerProblem inner, double[] scales)
    {
        GeneralizedRows rows = inner.Rows;
        CovarianceParameter[] parameters = rows.Layout.Parameters;
        for (int j = 0; j < parameters.Length; j++)
        {
            scales[j] = Math.Sqrt(OfColumn(inner, parameters[j].Factor, parameters[j].Row).Unit);
        }

        return rows.Layout.Independent((term, column) =>
        {
            (double unit, double variance) = OfColumn(inner, rows.Layout.Entries[term.FirstEntry].Factor, term.Offset + column);
            return Math.Sqrt(Math.Max(variance, SmallestShare * unit));
        });
    }

    /// <summary>For one column, the variance at which a level is shrunk by half and the variance that a scoring step from 0 gives.</summary>
    private static (double Unit, double Variance) OfColumn(InnerProblem inner, int f, int column)
    {
        GeneralizedRows rows = inner.Rows;
        GroupRows group = rows.Groups[f];
        double squares = 0;
        double first = 0;
        double second = 0;
        ReadOnlySpan<double> g = inner.Pass.Scores.Of(rows.Groups, f);
        for (int level = 0; level < group.Levels; level++)
        {
            double score = g[(level * group.Width) + column];
            double a = Diagonal(inner.StepFactor.Blocks, rows, f, level, column);
            squares += score * score;
            first += a;
            second += a * a;
        }

        return (first > 0 ? group.Levels / first : 1, second > 0 ? (squares - first) / second : 0);
    }

    private static double Diagonal(WeightedBlocks blocks, GeneralizedRows rows, int f, int level, int column)
    {
        int k = rows.Groups[f].Width;
        if (f == 0)
        {
            return blocks.Leading[(level * k * k) + (column * k) + column];
        }

        return blocks.Trailing[rows.Trailing.Diagonal(f, level) + (column * (rows.Trailing.Stride(f) + 1))];
    }
}
