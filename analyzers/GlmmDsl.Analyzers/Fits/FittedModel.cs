using GlmmDsl.Analyzers.Models;
using GlmmDsl.Analyzers.Specifications;
using GlmmDsl.Formulas;

namespace GlmmDsl.Analyzers.Fits;

/// <summary>What decides with which other fits a fit can be compared: the same for typed models and for fits at run time.</summary>
internal abstract class FittedModel
{
    private readonly IReadOnlyDictionary<string, Setting> settings;
    private HashSet<string>? fixedColumns;

    private protected FittedModel(ModelTerms terms, bool isGeneralized, bool? isContinuous, IReadOnlyDictionary<string, Setting> settings)
    {
        Terms = terms;
        IsGeneralized = isGeneralized;
        IsContinuous = isContinuous;
        this.settings = settings;
    }

    /// <summary>The expanded formula.</summary>
    public ModelTerms Terms { get; }

    /// <summary>The columns that fixed effects and offsets name. Found once: a model may be compared many times.</summary>
    public HashSet<string> FixedColumns => fixedColumns ??= new HashSet<string>(
        Terms.Fixed.SelectMany(term => term.Variables).SelectMany(variable => FormulaWalk.Names(variable.Expression))
            .Concat(Terms.Offsets.SelectMany(FormulaWalk.Names)).Select(name => name.Name),
        StringComparer.Ordinal);

    /// <summary>Whether the response has a family.</summary>
    public bool IsGeneralized { get; }

    /// <summary>Whether the likelihood is a density, else probabilities; null where that is not known.</summary>
    public bool? IsContinuous { get; }

    /// <summary>The response as it is written in a message.</summary>
    public string Response => Terms.Response?.Name ?? "";

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

    /// <summary>A text that is set; null when none is.</summary>
    public string? Text(string name) => settings.TryGetValue(name, out Setting? setting) ? setting.Value as string : null;

    private protected string Member(string name, string otherwise) => settings.TryGetValue(name, out Setting? setting) ? setting.Member ?? "" : otherwise;
}
