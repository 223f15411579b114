using GlmmDsl.Fits;
using GlmmDsl.Inference.Resampling;

namespace GlmmDsl.Inference;

/// <content>The test with a simulated reference distribution.</content>
public static partial class LikelihoodRatio
{
    /// <summary>
    /// Tests a model against a larger one by the parametric bootstrap, as pbkrtest's <c>PBmodcomp</c>: responses are simulated from the smaller model, and both are
    /// fitted to each by maximum likelihood, on all cores. Fits by REML are fitted again by ML first. The numbers depend on the seed alone.
    /// </summary>
    /// <param name="smaller">The smaller model.</param>
    /// <param name="larger">The larger one, which holds it.</param>
    /// <param name="replicates">How many responses.</param>
    /// <param name="seed">Decides the numbers.</param>
    /// <param name="threads">Threads at most; null for one a core.</param>
    /// <param name="progress">Is told after every replicate, from several threads.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="ArgumentException">The one model does not hold the other.</exception>
    /// <exception cref="IncomparableFitsException">Different rows, responses, weights or approximations.</exception>
    /// <exception cref="InvalidOperationException">A fit without rows, or of separated outcomes.</exception>
    public static LikelihoodRatioBootstrap Bootstrap(
        IModelFit smaller, IModelFit larger, int replicates, int seed, int? threads = null, IProgress<WorkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        FittedModel small = ByMl(ModelOf(smaller), cancellationToken);
        FittedModel large = ByMl(ModelOf(larger), cancellationToken);
        LikelihoodRatioTest test = ModelTable.Of([small, large], withCriteria: false).Tests[0];
        if (!test.IsNested || small.ParameterCount >= large.ParameterCount)
        {
            throw new ArgumentException(test.Reason is string reason ? $"The models are not nested: {reason}" : "The first model must be the smaller one, with fewer parameters than the second.", nameof(smaller));
        }

        return LikelihoodRatioBootstrapper.Run(small, large, replicates, seed, threads, progress, cancellationToken);
    }

    private static FittedModel ByMl(FittedModel model, CancellationToken cancellationToken) => model.Solution.IsReml ? model.RefitMl(cancellationToken) : model;
}
