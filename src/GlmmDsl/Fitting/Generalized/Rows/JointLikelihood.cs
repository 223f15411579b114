using GlmmDsl.Families;

namespace GlmmDsl.Fitting.Generalized.Rows;

/// <summary>The likelihood of a family with several linear predictors, of which those with random terms, and always the conditional one, are active.</summary>
internal sealed class JointLikelihood : RowLikelihood
{
    private readonly GeneralizedRows rows;
    private readonly PredictorsKernel kernel;

    /// <summary>Takes the rows.</summary>
    public JointLikelihood(GeneralizedRows rows, PredictorsKernel kernel)
    {
        this.rows = rows;
        this.kernel = kernel;
    }

    /// <summary>The kernel.</summary>
    public PredictorsKernel Kernel => kernel;

    /// <inheritdoc/>
    /// <remarks>
    /// Second modes of mixtures and heavy tails are rare and follow from the data, not from the search: the mode is followed from point to point, as the value is smooth along it. Where a value is reported,
    /// it is that of the lowest mode found (<see cref="Inner.LowestMode"/>).
    /// </remarks>
    public override bool FollowsMode => true;

    /// <inheritdoc/>
    public override bool IsCanonical => false;

    /// <inheritdoc/>
    public override bool IsObservedPositive => kernel.HasSingleMode && !rows.Active.AsSpan(1).Contains(true);

    /// <inheritdoc/>
    public override double SlopeSign => -1;

    /// <inheritdoc/>
    public override bool IsCompleteInSteps => kernel.IsCompleteInSteps;

    /// <inheritdoc/>
    public override RowDerivatives NewDerivatives() => new(rows.Active, rows.Count);

    /// <inheritdoc/>
    public override RowDerivatives NewInformation()
    {
        var all = new bool[kernel.Count];
        Array.Fill(all, true);
        return new RowDerivatives(all, rows.Count);
    }

    /// <inheritdoc/>
    public override RowDerivatives NewScores() => new(new bool[kernel.Count], rows.Count);

    /// <inheritdoc/>
    public override double EvaluateStep(int start, int count, double[][] eta, RowDerivatives derivatives) =>
        kernel.EvaluateActive(start, count, eta, rows.Totals, rows.Sizes, derivatives);

    /// <inheritdoc/>
    public override double Evaluate(int start, int count, double[][] eta, RowDerivatives derivatives) =>
        kernel.Evaluate(start, count, eta, rows.Totals, rows.Sizes, derivatives);

    /// <inheritdoc/>
    public override double Score(int start, int count, double[][] eta, RowDerivatives scores) =>
        kernel.Score(start, count, eta, rows.Totals, rows.Sizes, scores);

    /// <inheritdoc/>
    public override void ScoreGroups(ReadOnlySpan<int> starts, double[][] eta, RowDerivatives scores, Span<double> sums) =>
        kernel.ScoreGroups(starts, eta, rows.Totals, rows.Sizes, scores, sums);

    /// <inheritdoc/>
    public override void FillPositive(double[][] eta, RowDerivatives target)
    {
        for (int start = 0; start < rows.Count; start += GeneralizedRows.Chunk)
        {
            kernel.EvaluateActive(start, Math.Min(GeneralizedRows.Chunk, rows.Count - start), eta, rows.Totals, rows.Sizes, target);
        }

        if (!kernel.HasPositiveInformation)
        {
            PositivePart.Take(target, rows.Count);
        }
    }

    /// <inheritdoc/>
    public override void FillExpected(double[][] eta, RowDerivatives target) => kernel.Expected(0, rows.Count, eta, rows.Sizes, target.Information(0, 0)!, null);

    /// <inheritdoc/>
    public override double LogDensity(int row, double[][] eta)
    {
        Span<double> own = stackalloc double[eta.Length];
        for (int k = 0; k < own.Length; k++)
        {
            own[k] = eta[k][row];
        }

        return kernel.LogDensity(own, rows.Totals[row], rows.Sizes[row]);
    }

    /// <inheritdoc/>
    /// <remarks>Not known here: the mean is the family's, not the likelihood's.</remarks>
    public override double Mean(int row, double[][] eta) => double.NaN;

    /// <inheritdoc/>
    public override double StartingEta(int predictor, int row) => kernel.StartingEta(predictor, rows.Totals[row], rows.Sizes[row]);
}
