using GlmmDsl.Fits;
using GlmmDsl.Inference;
using GlmmDsl.Inference.Hypotheses;

namespace GlmmDsl;

/// <content>Tests of fixed effects.</content>
public sealed partial class MixedModelFit
{
    /// <summary>The fit before it is shown, for tests that take two.</summary>
    internal FittedModel Underlying => model;

    /// <summary>
    /// Wald's tests of the fixed effects: z and chi-square. They take the variances of the random effects as known, so that with few groups they
    /// reject too often.
    /// </summary>
    public FixedEffectsTests Wald() => new(new WaldMethod(model));

    /// <summary>
    /// Tests of the fixed effects with Satterthwaite's degrees of freedom, as lmerTest. Of a linear model fitted by REML or maximum likelihood; from the cross-products,
    /// so that the cost does not depend on the number of rows.
    /// </summary>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="InvalidOperationException">A generalised model.</exception>
    public FixedEffectsTests Satterthwaite(CancellationToken cancellationToken = default) => new(new SatterthwaiteMethod(model, cancellationToken));

    /// <summary>
    /// Tests of the fixed effects by Kenward and Roger's method, as pbkrtest: adjusted standard errors, and degrees of freedom that are exact where exact tests exist. From
    /// the cross-products, so that the cost does not depend on the number of rows. In covariance structures that are not linear in their parameters (<c>ar1</c>, <c>hetar1</c>, <c>cs</c>,
    /// <c>toep</c>) the second derivatives are left out, as in SAS's <c>KR(LINEAR)</c>; the name of the method says so.
    /// </summary>
    /// <param name="information">
    /// Where the covariance of the variances comes from: <see cref="Information.Expected"/> (pbkrtest) or <see cref="Information.Observed"/> (SAS and JMP).
    /// </param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="InvalidOperationException">A fit by maximum likelihood, or a generalised model.</exception>
    public FixedEffectsTests KenwardRoger(Information information = Information.Expected, CancellationToken cancellationToken = default) =>
        !model.IsLinear || model.Solution.IsReml
            ? new(new KenwardRogerMethod(model, information, cancellationToken))
            : throw new InvalidOperationException("Kenward and Roger's method needs a fit by REML: fit the model with FitMethod.Reml, or use Satterthwaite().");
}
