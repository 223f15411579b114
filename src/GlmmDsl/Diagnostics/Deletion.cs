using GlmmDsl.Fits;
using GlmmDsl.Fitting;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Diagnostics;

/// <summary>
/// The coefficients without some rows at the same θ, from the equations of all rows: with a the rows of √W[X Z], e their residuals, S the covariance of
/// their errors over φ and K that with β̂,
/// β̂ − β̂₍ᵢ₎ = K(I − S)⁻¹e, Var(β̂₍ᵢ₎)/φ = C + K(I − S)⁻¹Kᵀ, r²₍ᵢ₎ = r² − eᵀ(I − S)⁻¹e. σ is estimated again.
/// </summary>
internal sealed class Deletion
{
    /// <summary>A pivot of I − S below this is none: the rows left out are the only ones that know some coefficient.</summary>
    private const double Unestimable = 1e-9;

    private readonly EffectsCovariance covariance;
    private readonly double[] inverse;
    private readonly double[] beta;
    private readonly double residualSquare;
    private readonly double freedom;
    private readonly bool hasDispersion;
    private readonly double[] solvedFixed;

    /// <summary>Takes what all deletions share.</summary>
    public Deletion(FittedModel model, EffectsCovariance covariance)
    {
        this.covariance = covariance;
        IModelSolution solution = model.Solution;
        beta = solution.Beta;
        hasDispersion = model.IsLinear;
        freedom = model.ObservationCount - (solution.IsReml ? beta.Length : 0);
        residualSquare = covariance.Dispersion * freedom;
        int p = beta.Length;
        inverse = new double[p];
        solvedFixed = new double[p * p];
        for (int k = 0; k < p; k++)
        {
            if (solution.Thresholds is null)
            {
                for (int j = 0; j < p; j++)
                {
                    solvedFixed[(k * p) + j] = solution.ConditionalCovariance[k, j];
                }
            }
            else
            {
                // That of the working model: what the solution has is from the curvature of the criterion.
                var unit = new double[p];
                unit[k] = 1;
                covariance.WithCoefficients(covariance.Prepare(new EffectsContrast(unit, [])), solvedFixed.AsSpan(k * p, p));
            }

            inverse[k] = solvedFixed[(k * p) + k] / covariance.Dispersion;
        }

        IsDefinite = DenseCholesky.Factor(solvedFixed, p, p);
    }

    /// <summary>Whether the coefficients' covariance can be inverted.</summary>
    private bool IsDefinite { get; }

    /// <summary>The coefficients without some rows, and by how many of their standard errors they differ.</summary>
    /// <param name="rows">The rows of the working model, prepared, each with its residual.</param>
    /// <param name="count">How many observations they stand for.</param>
    /// <param name="change">Receives β̂ − β̂₍ᵢ₎.</param>
    /// <param name="dfBetas">Receives the differences over the standard errors of β̂₍ᵢ₎.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public void Of(ReadOnlySpan<(PreparedContrast Row, double Residual)> rows, double count, Span<double> change, Span<double> dfBetas, CancellationToken cancellationToken)
    {
        int m = rows.Length;
        int p = beta.Length;
        var rest = new double[m * m];
        var with = new double[m * p];
        var prepared = new PreparedContrast[m];
        for (int a = 0; a < m; a++)
        {
            prepared[a] = rows[a].Row;
            covariance.WithCoefficients(rows[a].Row, with.AsSpan(a * p, p));
        }

        covariance.Of(prepared, rest, cancellationToken);
        VectorKernels.Scale(-1 / covariance.Dispersion, rest, rest);
        for (int a = 0; a < m; a++)
        {
            rest[a * (m + 1)] += 1;
        }

        VectorKernels.Scale(1 / covariance.Dispersion, with, with);
        if (!DenseCholesky.Factor(rest, m, m, cancellationToken) || Enumerable.Range(0, m).Any(a => rest[a * (m + 1)] * rest[a * (m + 1)] < Unestimable))
        {
            change.Fill(double.NaN);
            dfBetas.Fill(double.NaN);
            return;
        }

        double[] residuals = new double[m];
        for (int a = 0; a < m; a++)
        {
            residuals[a] = rows[a].Residual;
        }

        DenseCholesky.SolveLower(rest, m, m, residuals);
        double dispersion = hasDispersion ? (residualSquare - VectorKernels.Dot(residuals, residuals)) / (freedom - count) : 1;
        var column = new double[m];
        for (int k = 0; k < p; k++)
        {
            for (int a = 0; a < m; a++)
            {
                column[a] = with[(a * p) + k];
            }

            DenseCholesky.SolveLower(rest, m, m, column);
            change[k] = VectorKernels.Dot(column, residuals);
            dfBetas[k] = change[k] / Math.Sqrt(dispersion * (inverse[k] + VectorKernels.Dot(column, column)));
        }
    }

    /// <summary>Cook's distance of a change of the coefficients: its square in the metric of their covariance, over their number.</summary>
    public double Distance(ReadOnlySpan<double> change)
    {
        double[] solved = change.ToArray();
        if (!IsDefinite)
        {
            return double.NaN;
        }

        DenseCholesky.SolveLower(solvedFixed, solved.Length, solved.Length, solved);
        return VectorKernels.Dot(solved, solved) / solved.Length;
    }
}
