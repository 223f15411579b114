using GlmmDsl.Families;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;
using GlmmDsl.Inference.Predictive;

namespace GlmmDsl.Inference.CrossValidation;

/// <summary>Scores predictions of rows whose linear predictors, several of them, are known up to jointly normal errors: the predictive distribution is the mixture over the errors.</summary>
/// <param name="model">The fit of all rows.</param>
internal sealed class JointRowScorer(FittedModel model)
{
    private readonly GeneralizedResponse response = model.Response;

    /// <summary>The scores of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="solution">The fit without it.</param>
    /// <param name="eta">The predicted linear predictors, the conditional one first.</param>
    /// <param name="covariance">The covariance of their errors, row-major.</param>
    public RowScore Of(int row, IModelSolution solution, double[] eta, double[] covariance)
    {
        (double total, double size) = (response.Totals[row], response.Sizes[row]);
        FamilyDefinition family = solution.Family;
        ErrorNode[] nodes = ErrorNode.Of(family, solution.Link, solution.Others, eta, covariance);
        double[] logs = [.. nodes.Select(n => Math.Log(n.Weight) + LogLikelihood(n, total, size))];
        double largest = logs.Max(), log = double.IsInfinity(largest) ? largest : largest + Math.Log(logs.Sum(l => Math.Exp(l - largest)));
        var mixture = new PredictiveMixture(family, solution.Link, solution.Others, eta, covariance);
        double mean = mixture.Mean;
        double brier = family.HasTrials ? (total * (1 - mean) * (1 - mean)) + ((size - total) * mean * mean) : double.NaN;
        return new RowScore(-log, family.HasTrials ? double.NaN : mixture.RankedScore(total), brier, family.HasTrials ? size : 1, response.Observed(row) - mean);
    }

    /// <summary>The log-likelihood of a row at a point of the rule, over the conditional predictor and the zero inflation.</summary>
    private static double LogLikelihood(ErrorNode node, double total, double size)
    {
        Func<double, double>? share = node.Zero is null ? null : z => 1 - node.ZeroAt(z);
        double own = node.Family.Refusal(total, size) is null ? LikelihoodMean.Log(node.Kernel, node.Eta, node.Deviation, total, size, share) : double.NegativeInfinity;
        return total == 0 && node.Zero is { } zero ? Math.Log(zero.Overall + Math.Exp(own)) : own;
    }
}
