using System.Collections.Immutable;
using GlmmDsl.Generators.Configuration;
using GlmmDsl.Generators.Emit;
using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GlmmDsl.Generators;

/// <summary>Turns classes with <c>[LinearMixedModel&lt;TRow&gt;("...")]</c> into typed models: Symbols, Configuration, Emit. Reports nothing: the analyzers do.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class LinearMixedModelGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<ModelDeclaration> declarations = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                MarkerNames.LinearMixedModel,
                static (node, _) => node is TypeDeclarationSyntax,
                ModelDeclarationReader.Read)
            .Where(static declaration => declaration is not null)
            .Select(static (declaration, _) => declaration!)
            .WithTrackingName(TrackingNames.Symbols);

        IncrementalValueProvider<EquatableArray<string>> clashes = declarations
            .Select(static (declaration, _) => declaration.FullName)
            .Collect()
            .Select(static (names, _) => FileNames.Clashing(names))
            .WithTrackingName(TrackingNames.NameClashes);

        IncrementalValuesProvider<ModelSpecification> specifications = declarations
            .Select(static (declaration, _) => ModelSpecification.Create(declaration))
            .WithTrackingName(TrackingNames.Configuration);

        IncrementalValuesProvider<EquatableArray<SourceFile>> sources = specifications
            .Combine(clashes)
            .Select(static (model, _) => ModelEmitter.Emit(model.Left, model.Right))
            .WithTrackingName(TrackingNames.Sources);

        IncrementalValueProvider<EquatableArray<KeyType>> keys = specifications
            .SelectMany(static (specification, _) => KeyEmitter.KeysOf(specification))
            .Collect()
            .Select(static (all, _) => new EquatableArray<KeyType>(KeyEmitter.Distinct(all)))
            .WithTrackingName(TrackingNames.Keys);

        context.RegisterSourceOutput(sources, static (production, files) => AddSources(production, files.Items));
        context.RegisterSourceOutput(keys, static (production, all) => AddSources(production, KeyEmitter.Emit(all.Items)));
    }

    private static void AddSources(SourceProductionContext production, ImmutableArray<SourceFile> files)
    {
        foreach (SourceFile file in files)
        {
            production.AddSource(file.Name, file.Text);
        }
    }
}
