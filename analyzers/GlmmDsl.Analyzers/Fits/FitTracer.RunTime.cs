using System.Collections.Immutable;
using GlmmDsl.Analyzers.Specifications;
using GlmmDsl.Analyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace GlmmDsl.Analyzers.Fits;

/// <summary>Fits at run time: the formulas they may have, and their options.</summary>
internal sealed partial class FitTracer
{
    /// <summary>The values that an expression can be.</summary>
    /// <param name="Values">The values.</param>
    /// <param name="AllOccur">Whether each occurs at some time.</param>
    /// <param name="Index">The variable of the loop that runs through them.</param>
    private sealed record Possible(ImmutableArray<Bound> Values, bool AllOccur, ISymbol? Index = null);

    /// <summary>The fits of a call of <c>MixedModel.Fit</c>, one for each formula that it may be given; null where these or the options cannot be seen.</summary>
    private SourceSet? OfRunTimeFit(Bound value, IInvocationOperation invocation, int depth)
    {
        if (SpecificationReader.Argument(invocation, "formula") is not { } formula
            || SpecificationReader.Argument(invocation, "options") is not { } argument
            || OptionsReading.Of(value.With(argument), one => SingleValue(one, depth)) is not { IsComplete: true, Settings: { } settings }
            || PossibleOf(value.With(formula), depth + 1) is not { } formulas)
        {
            return null;
        }

        var sources = new List<FitSource>();
        foreach (Bound one in formulas.Values)
        {
            if (one.Operation.ConstantValue.Value is not string text || RunTimeModel.Of(text, settings) is not { } model)
            {
                return null;
            }

            sources.Add(new FitSource(null, null, model.IsReml, CriterionName.None, ImmutableArray<Location>.Empty) { RunTime = model });
        }

        return new SourceSet(sources.ToImmutableArray(), formulas.AllOccur, formulas.Index);
    }

    private Bound? SingleValue(Bound value, int depth)
    {
        Bound made = values.MadeAt(value, depth);
        return made == value ? null : made;
    }

    /// <summary>The constants that a formula can be, through variables, conditions, loops and <c>Formula.Parse</c>; null where one cannot be seen.</summary>
    private Possible? PossibleOf(Bound value, int depth)
    {
        value = value.Stripped();
        if (value.Operation.ConstantValue.HasValue)
        {
            return new Possible(ImmutableArray.Create(value), AllOccur: false);
        }

        if (depth > ValueTracer.DeepestTrace || !values.TakeStep())
        {
            return null;
        }

        switch (value.Operation)
        {
            case ILocalReferenceOperation local:
                return AnyOf(LocalDefinitions.Around(local).Reaching(local).Select(definition => OfDefinitionOf(value, definition, local.Local, depth)));
            case IParameterReferenceOperation parameter when Bindings.Find(value.Bindings, parameter.Parameter) is { } bound:
                return PossibleOf(bound, depth + 1);
            case IParameterReferenceOperation parameter when values.RunsThrough(value, parameter, depth) is { } elements:
                return Each(elements, parameter.Parameter, depth);
            case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                return AnyOf([PossibleOf(value.With(conditional.WhenTrue), depth + 1), PossibleOf(value.With(whenFalse), depth + 1)]);
            case ISwitchExpressionOperation @switch:
                return AnyOf(@switch.Arms.Select(arm => PossibleOf(value.With(arm.Value), depth + 1)));
            case IInvocationOperation { TargetMethod: { Name: "Parse", ContainingType: { } type }, Arguments: { Length: >= 1 } arguments } when FitTypes.IsLibraryType(type, "Formula"):
                return PossibleOf(value.With(arguments[0].Value), depth + 1);
            case IArrayElementReferenceOperation { Indices: { Length: 1 } indices } element when values.LoopVariableIn(value, indices[0]) is { } variable:
                return values.ElementsOf(value.With(element.ArrayReference), depth + 1) is { } all ? Each(all, variable, depth) : null;
            default:
                return SingleValue(value, depth) is { } made ? PossibleOf(made, depth + 1) : null;
        }
    }

    private Possible? OfDefinitionOf(Bound use, LocalDefinition definition, ILocalSymbol local, int depth)
    {
        if (definition is not { Value: { } given, Part: null })
        {
            return null;
        }

        Bound value = use.With(given);
        return definition switch
        {
            { IsElement: true, TupleIndex: >= 0 } => values.EachOf(value, definition.TupleIndex, depth) is { } parts ? Each(parts, local, depth) : null,
            { IsElement: true } => values.ElementsOf(value, depth + 1) is { } elements ? Each(elements, local, depth) : null,
            { TupleIndex: >= 0 } => values.TupleElement(value, definition.TupleIndex, depth) is { } part ? PossibleOf(part, depth + 1) : null,
            _ => PossibleOf(value, depth + 1),
        };
    }

    private Possible? Each(Elements elements, ISymbol? index, int depth) =>
        elements.Items.Count > 0 && AnyOf(elements.Items.Select(element => PossibleOf(element, depth + 1))) is { } all
            ? all with { AllOccur = elements.IsWhole, Index = index }
            : null;

    private static Possible? AnyOf(IEnumerable<Possible?> alternatives)
    {
        var all = new List<Possible>();
        foreach (Possible? one in alternatives)
        {
            if (one is null)
            {
                return null;
            }

            all.Add(one);
        }

        return all.Count == 0 ? null
            : all.Count == 1 ? all[0]
            : new Possible(all.SelectMany(one => one.Values).ToImmutableArray(), AllOccur: false, all.Select(one => one.Index).FirstOrDefault(index => index is not null));
    }
}
