namespace GlmmDsl.Inference.Means;

/// <summary>Cells that are functions of the parameters, with covariances by the delta method; taken as normal.</summary>
/// <param name="estimates">The estimates.</param>
/// <param name="covariance">Their covariance matrix.</param>
internal sealed class NonlinearCells(double[] estimates, double[,] covariance) : CellEstimates
{
    /// <inheritdoc/>
    public override int Count => estimates.Length;

    /// <inheritdoc/>
    public override bool HasDegreesOfFreedom => false;

    /// <inheritdoc/>
    public override string MethodName => "asymptotic";

    /// <inheritdoc/>
    public override CellCombination Combine(ReadOnlySpan<double> weights)
    {
        double[] own = weights.ToArray();
        double estimate = 0;
        for (int i = 0; i < own.Length; i++)
        {
            estimate += own[i] == 0 ? 0 : own[i] * estimates[i];
        }

        var combined = new CellCombination(own, estimate, 0, double.PositiveInfinity);
        return double.IsNaN(estimate)
            ? combined with { StandardError = double.NaN, DegreesOfFreedom = double.NaN }
            : combined with { StandardError = Math.Sqrt(Covariance(combined, combined)) };
    }

    /// <inheritdoc/>
    public override double Covariance(CellCombination first, CellCombination second)
    {
        double sum = 0;
        for (int i = 0; i < estimates.Length; i++)
        {
            for (int j = 0; j < estimates.Length; j++)
            {
                sum += first.Coefficients[i] == 0 || second.Coefficients[j] == 0 ? 0 : first.Coefficients[i] * covariance[i, j] * second.Coefficients[j];
            }
        }

        return sum;
    }
}
