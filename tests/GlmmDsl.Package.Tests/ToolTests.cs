namespace GlmmDsl.Package.Tests;

/// <summary>The command as a tool that a user installs from a folder of packages, and the program that it writes.</summary>
[Collection(nameof(PackageFeed))]
public sealed class ToolTests(PackageFeed feed)
{
    private const string Formula = "Reaction ~ Days + (Days | Subject)";

    [NativeFact]
    public void The_installed_tool_is_native_and_what_it_scaffolds_fits_to_the_same_numbers()
    {
        (int packed, string messages) = PackageFeed.Dotnet(feed.Root, $"msbuild src/GlmmDsl.Cli -t:PackTool -p:ToolFeed=\"{feed.Feed}\" -p:PackageVersion={PackageFeed.Version} -v:q -nologo");
        Assert.True(packed == 0, messages);
        Assert.DoesNotContain("warning IL", messages, StringComparison.Ordinal);

        string folder = feed.NewFolder("tool");
        (int installed, string output) = PackageFeed.Dotnet(folder, $"tool install GlmmDsl.Tool --version {PackageFeed.Version} --tool-path bin");
        Assert.True(installed == 0, output);
        string glmm = Path.Combine(folder, "bin", "glmm");

        // A native program stands alone: no assembly of ours lies beside it.
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(File.ResolveLinkTarget(glmm, true)!.FullName)!, "GlmmDsl*.dll"));
        (int fitted, string summary) = PackageFeed.Run(glmm, "fit", feed.SleepstudyCsv, Formula);
        Assert.Equal(0, fitted);
        Assert.Contains("10.467", summary, StringComparison.Ordinal);

        (int scaffolded, string program) = PackageFeed.Run(glmm, "scaffold", feed.SleepstudyCsv, "--model", Formula);
        Assert.Equal(0, scaffolded);
        string typed = feed.NewFolder("scaffolded");
        File.WriteAllText(Path.Combine(typed, "sleep.cs"), "#:property PublishAot=false\n" + program);
        (int ran, string printed) = PackageFeed.Dotnet(typed, "run sleep.cs");
        Assert.True(ran == 0, printed);
        Assert.Equal(summary, printed);
    }
}
