using GlmmDsl.Diagnostics;
using GlmmDsl.Inference;

namespace GlmmDsl;

/// <content>Comparisons with smaller models.</content>
public sealed partial class MixedModelFit
{
    /// <summary>The model fitted by maximum likelihood: the fit itself where it was not made by REML.</summary>
    /// <param name="cancellationToken">Ends the fit early.</param>
    /// <exception cref="ModelDataException">The likelihood has no maximum.</exception>
    /// <exception cref="NoticeException">A notice that the fit's options ask to have thrown.</exception>
    public MixedModelFit RefitMl(CancellationToken cancellationToken = default) => model.Solution.IsReml ? new(model.RefitMl(cancellationToken)) : this;

    /// <summary>
    /// Likelihood-ratio tests of the fixed terms that marginality lets go (none that an interaction contains), each dropped alone, by maximum likelihood:
    /// R's <c>drop1(fit, test = "Chisq")</c>. A REML fit is fitted again by ML first.
    /// </summary>
    /// <param name="cancellationToken">Ends the fits early.</param>
    /// <exception cref="InvalidOperationException">A fit to cross-products, without rows, or one whose coefficients a prior penalised.</exception>
    public DroppedTerms DropFixedTerms(CancellationToken cancellationToken = default) => DroppedTerms.Fixed(model, cancellationToken);

    /// <summary>
    /// Likelihood-ratio tests of the random terms, each reduced or dropped alone, by the fit's own criterion: lmerTest's <c>ranova</c>, with the p value by
    /// the mixture of chi-squares at the boundary beside the plain one.
    /// </summary>
    /// <param name="cancellationToken">Ends the fits early.</param>
    /// <exception cref="InvalidOperationException">No random terms; a fit to cross-products, without rows; or one whose coefficients a prior penalised.</exception>
    public DroppedTerms DropRandomTerms(CancellationToken cancellationToken = default) => DroppedTerms.Random(model, cancellationToken);

    /// <summary>The conditional AIC of a linear model: see <see cref="Inference.ConditionalAic"/>.</summary>
    /// <param name="method">How degrees of freedom are counted; by default that the covariance parameters were estimated is counted too, as in R's cAIC4.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="InvalidOperationException">A generalised model; a fit to cross-products, without rows; or estimates at which the criterion has no minimum.</exception>
    public ConditionalAic ConditionalAic(ConditionalAicMethod method = ConditionalAicMethod.GrevenKneib, CancellationToken cancellationToken = default) =>
        ConditionalCriterion.Of(model, method, cancellationToken);
}
