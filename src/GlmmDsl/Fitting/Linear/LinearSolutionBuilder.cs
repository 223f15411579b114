using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.Fitting.Columns;
using GlmmDsl.Fitting.Linear.Criteria;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Linear;

/// <summary>Converts what the engine knows at θ̂ to the user's columns and units.</summary>
internal sealed class LinearSolutionBuilder(ModelMatrices matrices, DifferentiatedPoint point, FixedPart basis)
{
    private readonly CovarianceLayout layout = point.System.Layout;

    /// <summary>β̂.</summary>
    public double[] Beta { get; private set; } = [];

    /// <summary>The covariance matrix of β̂.</summary>
    public double[,] Covariance { get; private set; } = new double[0, 0];

    /// <summary>The conditional modes: for each term, levels × k.</summary>
    public double[][,] Modes { get; } = [.. matrices.Random.Select(t => new double[t.Group.Levels.Length, t.Width])];

    /// <summary>eᵀWe in user units.</summary>
    public double ResidualSquares { get; private set; }

    /// <summary>Fills everything from θ̂, the point.</summary>
    public void Build()
    {
        ConditionalEstimates estimates = point.Estimates;
        Beta = basis.Coefficients(estimates.Coefficients);
        var covariance = new double[point.FixedInverse.Length];
        VectorKernels.Scale(point.Variance, point.FixedInverse, covariance);
        Covariance = basis.Covariance(covariance, point.Variance);
        SetModes(estimates);
        ResidualSquares = Squares(estimates) * basis.ResponseScale * basis.ResponseScale;
    }

    /// <summary>eᵀWe: e is orthogonal to X, so it is yᵀWe − b̂ᵀZᵀWe.</summary>
    private double Squares(ConditionalEstimates estimates)
    {
        double sum = estimates.ResponseScore;
        for (int f = 0; f < layout.Factors.Length; f++)
        {
            sum -= VectorKernels.Dot(estimates.Modes(f), estimates.Scores(f));
        }

        return sum;
    }

    private void SetModes(ConditionalEstimates estimates)
    {
        for (int f = 0; f < layout.Factors.Length; f++)
        {
            FactorLayout factor = layout.Factors[f];
            ReadOnlySpan<double> modes = estimates.Modes(f);
            foreach (TermLayout term in factor.Terms)
            {
                var user = new double[term.Width];
                for (int level = 0; level < factor.Levels; level++)
                {
                    term.Basis.ModesToUser(modes.Slice((level * factor.Width) + term.Offset, term.Width), user);
                    for (int c = 0; c < term.Width; c++)
                    {
                        Modes[term.Term][level, c] = user[c] * basis.ResponseScale;
                    }
                }
            }
        }
    }

    /// <summary>Xβ̂ + Zb̂ + offset, n numbers; empty without rows.</summary>
    public static double[] Fitted(ModelMatrices matrices, IReadOnlyList<int> kept, double[] beta, double[][,] modes)
    {
        if (!matrices.HasRows)
        {
            return [];
        }

        double[] fitted = matrices.Offset is { } offset ? [.. offset] : new double[matrices.RowCount];
        for (int j = 0; j < beta.Length; j++)
        {
            VectorKernels.AddScaled(beta[j], matrices.FixedColumns[kept[j]], fitted);
        }

        for (int t = 0; t < matrices.Random.Length; t++)
        {
            RandomEffectsTerm term = matrices.Random[t];
            for (int c = 0; c < term.Width; c++)
            {
                double[]? column = term.Columns[c];
                for (int row = 0; row < fitted.Length; row++)
                {
                    fitted[row] += modes[t][term.Group.Codes[row], c] * (column is null ? 1 : column[row]);
                }
            }
        }

        return fitted;
    }
}
