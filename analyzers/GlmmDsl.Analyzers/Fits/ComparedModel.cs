using System.Runtime.CompilerServices;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Analyzers.Specifications;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Fits;

/// <summary>A typed model: what its class declares, read once for each class.</summary>
internal sealed class ComparedModel : FittedModel
{
    private static readonly ConditionalWeakTable<INamedTypeSymbol, StrongBox<ComparedModel?>> Cache = new();

    private ComparedModel(ITypeSymbol rowType, DesignPlan plan, bool isGeneralized, bool? isContinuous, Dictionary<string, Setting> settings)
        : base(plan.Terms, isGeneralized, isContinuous, settings)
    {
        RowType = rowType;
        Plan = plan;
    }

    /// <summary>The type of the rows.</summary>
    public ITypeSymbol RowType { get; }

    /// <summary>The design.</summary>
    public DesignPlan Plan { get; }

    /// <summary>The model that a class declares; null when it declares none, or its formula is wrong.</summary>
    public static ComparedModel? Of(INamedTypeSymbol? model) => model is null ? null : Cache.GetValue(model, m => new StrongBox<ComparedModel?>(Read(m))).Value;

    private static ComparedModel? Read(INamedTypeSymbol model)
    {
        AttributeData? attribute = model.GetAttributes().FirstOrDefault(a => IsModel(a.AttributeClass));
        if (attribute is not { AttributeClass.TypeArguments: { Length: 1 } rowTypes, ConstructorArguments: { Length: >= 1 } arguments }
            || arguments[0].Value is not string formula
            || FormulaReading.Of(formula, RowTypeReader.Read(rowTypes[0], model)).Plan is not { } plan)
        {
            return null;
        }

        var settings = new Dictionary<string, Setting>(StringComparer.Ordinal);
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            settings[argument.Key] = Setting.Of(argument.Value);
        }

        bool isGeneralized = attribute.AttributeClass.Name != LinearName;
        return new ComparedModel(rowTypes[0], plan, isGeneralized, isGeneralized ? MeasureOf(arguments.ElementAtOrDefault(1)) : true, settings);
    }

    private static bool? MeasureOf(TypedConstant family) =>
        family is { Kind: TypedConstantKind.Type, Value: ITypeSymbol own }
            ? FamilyTypeReader.RangeOf(own) is { } range ? FamilyFacts.IsContinuousIn(range) : null
            : FamilyFacts.Of(Setting.Of(family).Member)?.IsContinuous;

    private const string LinearName = "LinearMixedModelAttribute";

    private static bool IsModel(INamedTypeSymbol? attribute) =>
        attribute is { Name: LinearName or "GeneralizedLinearMixedModelAttribute", Arity: 1, ContainingNamespace: { Name: MarkerNames.Namespace, ContainingNamespace.IsGlobalNamespace: true } };
}
