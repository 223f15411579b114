using GlmmDsl.Families;

namespace GlmmDsl.Fitting.Generalized.Rows;

/// <summary>The likelihood of a family with one linear predictor. The place of the third derivatives holds ∂W_o/∂η, as its kernel gives it; log f is without its constant.</summary>
internal sealed class SingleLikelihood(GeneralizedRows rows, LikelihoodKernel kernel) : RowLikelihood
{
    /// <summary>The kernel.</summary>
    public LikelihoodKernel Kernel => kernel;

    /// <inheritdoc/>
    public override bool FollowsMode => kernel.HasSingleMode;

    /// <inheritdoc/>
    public override bool IsCanonical => kernel.IsCanonical;

    /// <inheritdoc/>
    public override bool IsObservedPositive => kernel.IsObservedPositive;

    /// <inheritdoc/>
    public override double SlopeSign => 1;

    /// <inheritdoc/>
    public override bool IsCompleteInSteps => true;

    /// <inheritdoc/>
    public override RowDerivatives NewDerivatives() => new([true], rows.Count);

    /// <inheritdoc/>
    public override RowDerivatives NewInformation() => NewDerivatives();

    /// <inheritdoc/>
    public override RowDerivatives NewScores() => new([false], rows.Count);

    /// <inheritdoc/>
    public override double EvaluateStep(int start, int count, double[][] eta, RowDerivatives derivatives) => kernel.Evaluate(
        eta[0].AsSpan(start, count),
        rows.Totals.AsSpan(start, count),
        rows.Sizes.AsSpan(start, count),
        derivatives.Score[0].AsSpan(start, count),
        derivatives.Information(0, 0).AsSpan(start, count),
        derivatives.Third(0, 0, 0).AsSpan(start, count));

    /// <inheritdoc/>
    public override double Evaluate(int start, int count, double[][] eta, RowDerivatives derivatives) => EvaluateStep(start, count, eta, derivatives);

    /// <inheritdoc/>
    public override double Score(int start, int count, double[][] eta, RowDerivatives scores) =>
        kernel.Score(eta[0].AsSpan(start, count), rows.Totals.AsSpan(start, count), rows.Sizes.AsSpan(start, count), scores.Score[0].AsSpan(start, count));

    /// <inheritdoc/>
    public override void FillPositive(double[][] eta, RowDerivatives target) => kernel.Expected(eta[0], rows.Sizes, target.Information(0, 0));

    /// <inheritdoc/>
    public override void FillExpected(double[][] eta, RowDerivatives target) => FillPositive(eta, target);

    /// <inheritdoc/>
    public override double LogDensity(int row, double[][] eta) => kernel.LogDensity(eta[0][row], rows.Totals[row], rows.Sizes[row]);

    /// <inheritdoc/>
    public override double Mean(int row, double[][] eta) => kernel.Mean(eta[0][row]);

    /// <inheritdoc/>
    public override double StartingEta(int predictor, int row) => kernel.Link(kernel.StartingMean(rows.Totals[row], rows.Sizes[row]));
}
