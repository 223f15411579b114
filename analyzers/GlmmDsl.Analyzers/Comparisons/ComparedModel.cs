using System.Runtime.CompilerServices;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Analyzers.Specifications;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Comparisons;

/// <summary>The properties of a model that decide which other models its fits can be compared with. Read once for each class.</summary>
internal sealed class ComparedModel
{
    private static readonly ConditionalWeakTable<INamedTypeSymbol, StrongBox<ComparedModel?>> Cache = new();

    private readonly Dictionary<string, Setting> settings;

    private ComparedModel(ITypeSymbol rowType, DesignPlan plan, bool isGeneralized, bool? isContinuous, Dictionary<string, Setting> settings)
    {
        IsContinuous = isContinuous;
        RowType = rowType;
        Plan = plan;
        IsGeneralized = isGeneralized;
        this.settings = settings;
    }

    /// <summary>The type of the rows.</summary>
    public ITypeSymbol RowType { get; }

    /// <summary>The design.</summary>
    public DesignPlan Plan { get; }

    /// <summary>Whether the response has a family.</summary>
    public bool IsGeneralized { get; }

    /// <summary>Whether the likelihood is a density, else probabilities; null where that is not known.</summary>
    public bool? IsContinuous { get; }

    /// <summary>The response as it is written in a message.</summary>
    public string Response => Plan.Response?.Name ?? "";

    /// <summary>The weights in words, trials being weights of their kind.</summary>
    public string Weights =>
        (Text("Weights"), Text("Trials")) switch
        {
            (null, null) => "no weights",
            (null, { } trials) => $"trials '{trials}'",
            ({ } weights, _) when Member("WeightKind", "Precision") == "Trials" => $"trials '{weights}'",
            ({ } weights, _) => $"weights '{weights}' ({Member("WeightKind", "Precision").ToLowerInvariant()})",
        };

    /// <summary>The policy for missing values.</summary>
    public string Missing => Member("Missing", "Fail");

    /// <summary>The model that a class declares; null when it declares none, or its formula is wrong.</summary>
    public static ComparedModel? Of(INamedTypeSymbol? model) => model is null ? null : Cache.GetValue(model, m => new StrongBox<ComparedModel?>(Read(m))).Value;

    /// <summary>A text that the attribute gives; null when it gives none.</summary>
    public string? Text(string name) => settings.TryGetValue(name, out Setting? setting) ? setting.Value as string : null;

    private string Member(string name, string otherwise) => settings.TryGetValue(name, out Setting? setting) ? setting.Member ?? "" : otherwise;

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
