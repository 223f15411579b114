using System.Collections.Immutable;
using GlmmDsl.Formulas;

namespace GlmmDsl.Generators.Emit;

/// <summary>A linear predictor beside the mean's as generated code names it.</summary>
/// <param name="Property">Its property of a fit, <c>ZeroInflation</c>.</param>
/// <param name="Words">What it is, in a sentence.</param>
/// <param name="Scale">The scale of its coefficients.</param>
/// <param name="Plan">Its plan.</param>
/// <param name="Type">The generated type of its results.</param>
/// <param name="Coefficients">The view of results for its coefficients, without its type parameter.</param>
/// <param name="Effects">The types of its random effects.</param>
internal sealed record ComponentShape(string Property, string Words, string Scale, DesignPlan Plan, string Type, string Coefficients, EffectsShape Effects)
{
    /// <summary>The components of a model.</summary>
    public static ImmutableArray<ComponentShape> Of(ModelContext model)
    {
        var components = ImmutableArray.CreateBuilder<ComponentShape>();
        Add("ZeroInflation", "zero inflation", "the logit scale", model.Specification.ZeroInflation, model.Names.ZeroInflation);
        Add("Dispersion", "dispersion", "the log scale", model.Specification.Dispersion, model.Names.Dispersion);
        return components.ToImmutable();

        void Add(string property, string words, string scale, DesignPlan? plan, string type)
        {
            if (plan is null)
            {
                return;
            }

            ModelNames names = model.Names;
            string coefficients = names.Free(property + "CoefficientsOf"), of = names.Free(property + "VarianceComponentsOf"), own = names.Free(property + "VarianceComponentSet"), modes = names.Free(property + "RandomEffectSet");
            var effects = new EffectsShape(of, own, modes, GroupShape.Of(plan, model, property, own, of, modes), HasResidual: false, "global::GlmmDsl.FitComponent", "Component", null);
            components.Add(new ComponentShape(property, words, scale, plan, type, coefficients, effects));
        }
    }
}

/// <summary>The generated types of the random effects of a linear predictor.</summary>
/// <param name="VariancesOf">The view of results for its variance components, without its type parameters.</param>
/// <param name="Variances">The view of its variance components themselves.</param>
/// <param name="Modes">The view of its conditional modes.</param>
/// <param name="Groups">The grouping factors.</param>
/// <param name="HasResidual">Whether there is a residual variance beside them.</param>
/// <param name="SourceType">What the views of the modes read.</param>
/// <param name="Source">The property by which a view gets it.</param>
/// <param name="LevelCoefficients">The view of a level's coefficients; null where levels have none.</param>
internal sealed record EffectsShape(
    string VariancesOf, string Variances, string Modes, ImmutableArray<GroupShape> Groups, bool HasResidual, string SourceType, string Source, string? LevelCoefficients);
