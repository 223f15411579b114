using GlmmDsl.Families;
using GlmmDsl.Fitting.Generalized.Rows;

namespace GlmmDsl.Fitting.Generalized.Factor;

/// <summary>
/// The factor of M at the point of the last pass over the rows. It holds the observed information if that is positive definite; otherwise,
/// for a step, the expected one, or with several predictors each row's with its eigenvalues in absolute value.
/// </summary>
internal sealed class InformationFactor(RowLikelihood likelihood, RowPass pass, PenalizedFactor factor)
{
    private RowDerivatives? positive;
    private RowWeights? positiveWeights;
    private bool isExpected;

    /// <summary>Must be called when the pass has filled the blocks again, with the observed information.</summary>
    public void Renew() => isExpected = false;

    /// <summary>Factors for a Newton step; false when neither information is positive definite.</summary>
    public bool ForStep()
    {
        if (factor.Compute())
        {
            return true;
        }

        if (likelihood.IsCanonical)
        {
            return false;
        }

        positive ??= likelihood.NewDerivatives();
        positiveWeights ??= new RowWeights(positive);
        likelihood.FillPositive(pass.Etas, positive);
        factor.Blocks.Fill(positiveWeights, factor.Blocks.AreBordered);
        isExpected = true;
        return factor.Compute();
    }

    /// <summary>Makes this the factor with the observed information; false when that is not positive definite.</summary>
    public bool MakeObserved() => !isExpected || Refill(factor.Blocks.AreBordered);

    /// <summary>Borders the factor by X, with the observed information; false when it is not positive definite.</summary>
    public bool Border()
    {
        if (isExpected)
        {
            return Refill(withFixed: true);
        }

        if (factor.IsBordered)
        {
            return true;
        }

        factor.Blocks.FillBorder(pass.Weights);
        return factor.AddBorder();
    }

    private bool Refill(bool withFixed)
    {
        factor.Blocks.Fill(pass.Weights, withFixed);
        isExpected = false;
        return factor.Compute();
    }
}
